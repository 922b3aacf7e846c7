/** Pairs of values and how alike the engine finds them, the most alike first; test/parity/match_examples.test.ts holds them true. */
export const MATCH_EXAMPLES = {
  name: [["Kayla Harrington", "Kayla Harington", 0.95], ["林晓峰", "林小峰", 0.94], ["Jonathan Smith", "Smith Jon", 0.92], ["李志强", "李志刚", 0.77], ["王建国", "王建华", 0.74], ["刘总", "刘德海", 0.6]],
  company: [["深圳天海机械有限公司", "天海机械（深圳）集团", 1], ["天海机械", "天海机械设备", 0.93], ["天海机械", "天海", 0.9], ["中国石油化工", "中石化", 0.75], ["天海机械", "天海贸易", 0.5]],
  phone: [["0755-26881234", "26881234", 0.9], ["13911112222", "13911112223", 0.75], ["13911112222", "13933334444", 0]],
  email: [["zhang.wei@qq.com", "zhangwei@qq.com", 0.9], ["zhangwei@gmail.com", "zhangwie@gmail.com", 0.85], ["zhangwei@qq.com", "zhangwei@163.com", 0.7]],
  address: [["科技园路 8 号创业大厦", "科技园路8号", 1], ["12 Harbour Street", "12 Harbuor St", 0.95], ["星湖街328号", "星湖街382号", 0.9], ["星湖街328号", "星湖街12号", 0.67]],
  date: [["1988-03-04", "1988-04-03", 0.9], ["1988-03-04", "1988-03-05", 0.8], ["1988-03-04", "1979-11-30", 0]],
  text: [["Beverly Hills", "Beverlyhills", 1], ["Mount Ommaney", "Mount Immaney", 0.92], ["Springfield", "Springvale", 0.64]],
  code: [["200120", "200210", 0.8], ["200120", "518000", 0]],
} as const satisfies Record<string, readonly (readonly [string, string, number])[]>;

export type ExampleKind = keyof typeof MATCH_EXAMPLES;
