/** A door through which the sample company's leads come, and what they are worth. */
export interface Source {
  name: string;
  channel: string;
  /** Part of all arrivals, expos apart. */
  share: number;
  /** How many of the leads that are worked well become customers. */
  quality: number;
  /** How many come with a job title that decides, and with a company. */
  deciders: number;
  companies: number;
  /** How likely a first call is to find nobody, or a wrong number. */
  unreachable: number;
}

export const SOURCES: readonly Source[] = [
  { name: "抖音广告", channel: "douyin", share: 0.33, quality: 0.004, deciders: 0.08, companies: 0.45, unreachable: 0.42 },
  { name: "百度推广", channel: "api", share: 0.21, quality: 0.015, deciders: 0.18, companies: 0.75, unreachable: 0.28 },
  { name: "官网表单", channel: "website", share: 0.18, quality: 0.03, deciders: 0.25, companies: 0.9, unreachable: 0.2 },
  { name: "微信公众号", channel: "website", share: 0.1, quality: 0.022, deciders: 0.2, companies: 0.8, unreachable: 0.22 },
  { name: "电话咨询", channel: "hand", share: 0.06, quality: 0.043, deciders: 0.25, companies: 0.9, unreachable: 0.1 },
  { name: "客户推荐", channel: "hand", share: 0.07, quality: 0.088, deciders: 0.5, companies: 1, unreachable: 0.06 },
  { name: "合作伙伴", channel: "api", share: 0.05, quality: 0.05, deciders: 0.4, companies: 1, unreachable: 0.1 },
];

export const EXPO: Source = { name: "线下展会", channel: "expo", share: 0, quality: 0.022, deciders: 0.3, companies: 1, unreachable: 0.25 };

export const sourceNamed = (name: string): Source => [...SOURCES, EXPO].find((s) => s.name === name) ?? EXPO;
