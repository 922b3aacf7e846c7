const SURNAMES = [..."王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高梁"];
const GIVEN = [..."伟芳娜秀敏静丽强磊军洋勇艳杰涛明超霞平刚"];
const BRANDS = [..."天海东方联信创新科智云数博雅恒盛鼎瑞泰安"];
const TRADES = ["机械", "网络科技", "贸易", "教育科技", "医疗器械", "物流", "新能源", "建材"];
const SOURCES = ["官网表单", "抖音广告", "百度推广", "客户推荐", "线下展会", "电话咨询"];
const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;

/** A believable lead, the same for the same number. */
export function leadOf(n: number) {
  const h = (n * 2_654_435_761) >>> 0;
  return {
    name: pick(SURNAMES, h) + pick(GIVEN, h >>> 5) + pick(GIVEN, h >>> 9), phone: `1${pick(["38", "39", "50", "58", "86", "89"], h >>> 3)}${String((n * 7_919 + 12_345_678) % 100_000_000).padStart(8, "0")}`,
    company: `${pick(["上海", "深圳", "杭州", "成都", "武汉"], h >>> 7)}${pick(BRANDS, h >>> 11)}${pick(BRANDS, h >>> 13)}${pick(TRADES, h >>> 15)}有限公司`, job_title: pick(["总经理", "采购经理", "工程师", "运营主管"], h >>> 17),
    source: pick(SOURCES, h >>> 19), need: pick(["想了解报价", "需要产品演示", "对比几家供应商"], h >>> 21),
  };
}
