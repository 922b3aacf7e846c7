/** The material of invented people and companies. Brands are put together from syllables; no real company is meant. */
export const SURNAMES = [..."王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴莫孔向汤"];
export const GIVEN_FIRST = [..."建志国文明晓海永伟俊思雨子宇家佳雅丽春秋立承泽浩梓欣嘉博天景瑞晨若静玉红小亚新学德正光振启"];
export const GIVEN_LAST = [..."华强军平杰明辉峰磊洋勇艳娟敏静婷慧芳霞玲燕鑫涛超波斌飞龙宁凯林琳莹雪梅兰萍颖洁倩媛妍轩涵怡然宸航远诚"];
export const BRAND_FIRST = [..."澜朔珩晟霁翊湛暄沅煊璟昱筠骁祺翎钧泓颢曦"];
export const BRAND_LAST = [..."拓衡迈屹曜启禾川航越诺润擎驰岳卓凌帆瀚策"];

export const INDUSTRIES: readonly (readonly [{ industry: string; trades: string[] }, number])[] = [
  [{ industry: "制造业", trades: ["精密制造", "机械设备", "自动化", "电子", "新材料", "汽车零部件"] }, 30],
  [{ industry: "软件和信息技术", trades: ["软件", "信息技术", "数据科技", "网络科技"] }, 18],
  [{ industry: "批发零售", trades: ["商贸", "供应链", "电子商务"] }, 16],
  [{ industry: "医疗健康", trades: ["医疗器械", "健康科技", "生物科技"] }, 10],
  [{ industry: "物流运输", trades: ["物流", "国际货运", "冷链"] }, 9],
  [{ industry: "教育培训", trades: ["教育科技", "文化传播"] }, 7],
  [{ industry: "建筑工程", trades: ["建筑工程", "装饰工程", "环境工程"] }, 6],
  [{ industry: "餐饮服务", trades: ["餐饮管理", "食品"] }, 4],
];
export const DECIDERS = ["总经理", "销售总监", "副总裁", "创始人", "信息化总监", "运营总监", "市场总监"];
export const OTHERS = ["采购经理", "销售经理", "市场经理", "信息部主管", "运营主管", "行政主管", "项目经理", "专员", "助理", "客服主管", "采购主管"];
export const SIZES: readonly (readonly [string, number])[] = [["1-20", 22], ["21-100", 38], ["101-500", 27], ["501-2000", 10], ["2000+", 3]];

/** Cities by the region of the team that looks after them; the rest has no team and waits in the pool. */
export const REGIONS: readonly { region: string; share: number; places: readonly (readonly [province: string, cities: string[], weight: number])[] }[] = [
  { region: "华东", share: 0.4, places: [["上海市", ["上海市"], 30], ["江苏省", ["南京市", "苏州市", "无锡市", "南通市"], 28], ["浙江省", ["杭州市", "宁波市", "温州市", "嘉兴市"], 28], ["安徽省", ["合肥市", "芜湖市"], 14]] },
  { region: "华南", share: 0.28, places: [["广东省", ["深圳市", "广州市", "东莞市", "佛山市", "惠州市"], 70], ["福建省", ["厦门市", "福州市", "泉州市"], 20], ["广西壮族自治区", ["南宁市", "柳州市"], 10]] },
  { region: "华北", share: 0.21, places: [["北京市", ["北京市"], 45], ["天津市", ["天津市"], 15], ["河北省", ["石家庄市", "唐山市", "保定市"], 20], ["山东省", ["济南市", "青岛市", "潍坊市"], 20]] },
  { region: "其他", share: 0.11, places: [["四川省", ["成都市", "绵阳市"], 35], ["湖北省", ["武汉市", "宜昌市"], 30], ["陕西省", ["西安市"], 18], ["重庆市", ["重庆市"], 17]] },
];

export const PRODUCTS: readonly (readonly [{ line: string; low: number; high: number }, number])[] = [
  [{ line: "客户云标准版", low: 12_000, high: 48_000 }, 50],
  [{ line: "客户云专业版", low: 40_000, high: 160_000 }, 34],
  [{ line: "数据看板", low: 20_000, high: 90_000 }, 10],
  [{ line: "企业平台版", low: 200_000, high: 880_000 }, 6],
];
export const ENTERPRISE = "企业平台版";

export const NEEDS = [
  "想了解{product}的价格和实施周期", "现在用 Excel 管客户，想换系统，{people} 人左右", "销售团队 {people} 人，线索经常撞单，想看演示", "需要和现有 ERP 对接，请安排顾问联系",
  "原系统合同年底到期，正在比较几家", "想先试用{product}，再决定采购", "老板让找一套能管公海和回收的系统", "展会上看过介绍，请发一份报价", "希望支持企业微信，{people} 个账号怎么收费",
  "要做年度预算，请提供{product}方案", "关注数据看板和移动端", "分公司多，需要分权限管理客户",
];

/** First three digits of mobile numbers in use (MIIT numbering plan). */
export const MOBILE_PREFIXES = ["130", "131", "132", "133", "135", "136", "137", "138", "139", "150", "151", "152", "153", "155", "156", "157", "158", "159", "173", "176", "177", "178", "180", "181", "182", "183", "185", "186", "187", "188", "189", "191", "198", "199"];
