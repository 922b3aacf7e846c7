/** Marketing efforts: days are counted back from today, costs are yuan a day. */
export interface SampleCampaign {
  mark: string;
  name: string;
  kind: string;
  source: string;
  /** First and last day, as days before today; an effort that goes on ends at 0. */
  from: number;
  to: number;
  cost: number;
  note?: string;
}

export const CAMPAIGNS: readonly SampleCampaign[] = [
  { mark: "douyin-spring", name: "抖音信息流 第一期", kind: "信息流广告", source: "抖音广告", from: 180, to: 121, cost: 168_000 },
  { mark: "douyin-live", name: "抖音直播 客户管理公开课", kind: "直播", source: "抖音广告", from: 120, to: 61, cost: 205_000 },
  { mark: "douyin-retarget", name: "抖音再营销", kind: "信息流广告", source: "抖音广告", from: 60, to: 0, cost: 188_000 },
  { mark: "baidu-brand", name: "百度品牌词", kind: "搜索广告", source: "百度推广", from: 180, to: 0, cost: 96_000 },
  { mark: "baidu-crm", name: "百度 CRM 通用词", kind: "搜索广告", source: "百度推广", from: 180, to: 0, cost: 284_000 },
  { mark: "wechat-case", name: "公众号 客户案例系列", kind: "内容", source: "微信公众号", from: 180, to: 0, cost: 42_000 },
  { mark: "referral-gift", name: "老客户推荐有礼", kind: "转介", source: "客户推荐", from: 150, to: 0, cost: 60_000 },
  { mark: "expo-east", name: "上海企业数字化展", kind: "展会", source: "线下展会", from: 139, to: 137, cost: 180_000, note: "展位 36 平米，A2 馆" },
  { mark: "expo-south", name: "深圳智能制造展", kind: "展会", source: "线下展会", from: 76, to: 74, cost: 150_000 },
  { mark: "expo-north", name: "北京服务业博览会", kind: "展会", source: "线下展会", from: 27, to: 25, cost: 120_000 },
];

/** Part of a source's arrivals that carry the mark of a campaign. */
export const MARKED = 0.85;
