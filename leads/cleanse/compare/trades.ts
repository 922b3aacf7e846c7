const TRADES = `科技 信息技术 信息科技 网络科技 网络技术 网络 软件 软件技术 数据科技 数据 大数据 技术 信息 电子 电子科技 电子商务 商务 商贸 贸易 进出口 进出口贸易 国际贸易 供应链 供应链管理 管理 企业管理 咨询 管理咨询
投资 投资管理 资产管理 融资租赁 租赁 商业保理 保理 物流 快运 快递 速运 货运 仓储 运输 餐饮 餐饮管理 食品 饮料 酒业 建筑 建筑工程 建设 建设工程 工程 装饰 装饰设计 装饰工程 设计 建材 地产 房地产 置业 物业 物业管理
新能源 能源 电力工程 电力 环保 环保科技 水务 燃气 石油 化工 化学 机械 机械设备 机电 机电设备 设备 精密制造 精密机械 精密 制造 电气 电器 模具 五金 塑胶 塑料 包装 印刷 纺织 服装 服饰 家具 汽车零部件 汽车 汽车销售 零部件
教育科技 教育 教育咨询 文化传播 文化 文化传媒 传媒 影视 广告 广告传媒 培训 出版 医疗器械 医疗 医疗科技 生物科技 生物 生物技术 医药 药业 制药 健康 健康管理 医院 实业 工业 发展 服务 智能 智能科技 智能装备 自动化 通信 通讯 光电 半导体
材料 新材料 金属 钢铁 矿业 农业 农业科技 旅游 旅行社 酒店 酒店管理 人力资源 劳务 法律 会计 税务 保险 金融 证券 基金 商业 百货 超市 零售 安防 消防 检测 认证 控股 国际`;

const known = new Set(TRADES.split(/\s+/));
const LONGEST = 6;

/** A company's name without its place and legal form, apart: 天海 | 机械设备. What says the trade is shared by thousands; the brand is the name. */
export function brandAndTrade(name: string): { brand: string; trade: string } {
  let brand = name;
  for (let found = true; found; ) {
    found = false;
    for (let length = Math.min(LONGEST, brand.length - 2); length >= 2; length--) {
      if (!known.has(brand.slice(-length))) continue;
      brand = brand.slice(0, -length);
      found = true;
      break;
    }
  }
  return { brand, trade: name.slice(brand.length) };
}
