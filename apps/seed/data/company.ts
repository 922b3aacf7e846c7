/** The sample company: teams from the top down, and who works there. Nobody and nothing in it is real. */
export const COMPANY = "云图科技";
export const DOMAIN = "yuntu.example";
/** Shared by the sign-ins of the demo, which holds nothing worth protecting. */
export const DEMO_PASSWORD = "yuntu-demo-2026";

export const TEAMS: readonly (readonly [name: string, parent: string | null])[] = [
  ["销售中心", null], ["市场部", null], ["运营", null],
  ["华东大区", "销售中心"], ["华南大区", "销售中心"], ["华北大区", "销售中心"], ["大客户组", "销售中心"],
  ["上海组", "华东大区"], ["苏浙皖组", "华东大区"], ["深圳组", "华南大区"], ["广州组", "华南大区"], ["北京组", "华北大区"], ["津冀鲁组", "华北大区"],
];

export interface Employee {
  name: string;
  mail: string;
  role: "admin" | "manager" | "rep" | "marketer" | "viewer";
  team: string;
  /** Team this person leads. */
  leads?: string;
  territories?: string[];
  /** Gets referrals. */
  senior?: boolean;
  /** Multiplies what a source is worth; 1 is average. */
  skill: number;
  /** Multiplies the time until the first call; 1 is average, more is slower. */
  slowness: number;
  /** How many leads are not simply left lying. */
  diligence: number;
}

const EAST = ["上海市", "江苏省", "浙江省", "安徽省"];
const SOUTH = ["广东省", "福建省", "广西壮族自治区"];
const NORTH = ["北京市", "天津市", "河北省", "山东省"];

const office = (name: string, mail: string, role: Employee["role"], team: string, leads?: string): Employee => ({ name, mail, role, team, skill: 1, slowness: 1, diligence: 1, ...(leads ? { leads } : {}) });
const rep = (name: string, mail: string, team: string, territories: string[], skill: number, slowness: number, diligence: number, senior = false): Employee => ({ name, mail, role: "rep", team, territories, skill, slowness, diligence, senior });

export const EMPLOYEES: readonly Employee[] = [
  office("周明远", "admin", "admin", "运营", "运营"),
  office("沈国栋", "viewer", "viewer", "运营"),
  office("罗佳宁", "luojianing", "viewer", "运营"),
  office("林晓雯", "marketer", "marketer", "市场部"),
  office("郑凯", "zhengkai", "marketer", "市场部"),
  office("苏雨桐", "suyutong", "marketer", "市场部"),
  office("何志强", "hezhiqiang", "manager", "销售中心", "销售中心"),
  office("陈立新", "manager", "manager", "华东大区", "华东大区"),
  office("黄泽楷", "huangzekai", "manager", "华南大区", "华南大区"),
  office("赵文博", "zhaowenbo", "manager", "华北大区", "华北大区"),
  rep("张晨", "rep", "上海组", EAST, 1.2, 0.8, 0.93, true),
  rep("李思敏", "lisimin", "上海组", EAST, 1.05, 1, 0.95),
  rep("王浩然", "wanghaoran", "上海组", EAST, 0.8, 1.6, 0.82),
  rep("徐静怡", "xujingyi", "苏浙皖组", EAST, 1.35, 0.6, 0.97, true),
  rep("孙俊杰", "sunjunjie", "苏浙皖组", EAST, 0.95, 1.1, 0.9),
  rep("朱雅琳", "zhuyalin", "苏浙皖组", EAST, 1, 0.9, 0.93),
  rep("高建平", "gaojianping", "苏浙皖组", EAST, 0.65, 2.6, 0.76),
  rep("梁嘉敏", "liangjiamin", "深圳组", SOUTH, 1.25, 0.7, 0.96, true),
  rep("谢梓轩", "xiezixuan", "深圳组", SOUTH, 0.9, 1.2, 0.88),
  rep("邓海涛", "denghaitao", "深圳组", SOUTH, 1, 1, 0.9),
  rep("冯倩", "fengqian", "广州组", SOUTH, 1.1, 0.9, 0.94),
  rep("曾伟明", "zengweiming", "广州组", SOUTH, 0.7, 2.2, 0.8),
  rep("潘雪", "panxue", "广州组", SOUTH, 1.05, 0.9, 0.92),
  rep("韩雪松", "hanxuesong", "北京组", NORTH, 1.3, 0.7, 0.95, true),
  rep("董明辉", "dongminghui", "北京组", NORTH, 0.85, 1.4, 0.86),
  rep("宋佳", "songjia", "北京组", NORTH, 1, 1, 0.92),
  rep("魏天宇", "weitianyu", "津冀鲁组", NORTH, 0.9, 1.2, 0.88),
  rep("任红梅", "renhongmei", "津冀鲁组", NORTH, 1.1, 0.8, 0.95),
  rep("姜振", "jiangzhen", "津冀鲁组", NORTH, 0.75, 1.9, 0.8),
  rep("范思远", "fansiyuan", "大客户组", [], 1.4, 0.6, 0.98, true),
  rep("陆欣然", "luxinran", "大客户组", [], 1.2, 0.8, 0.96),
];

/** Sign-in names of the demo, one for each role, with what each is good for. */
export const SIGN_INS: readonly (readonly [mail: string, zh: string, en: string])[] = [
  ["admin", "管理员", "administrator"], ["manager", "销售主管（华东大区）", "sales manager"], ["rep", "销售（上海组）", "sales rep"], ["marketer", "市场", "marketer"], ["viewer", "只读（总经理）", "viewer"],
];
