const BROWSERS: [RegExp, string][] = [[/wxwork/i, "企业微信 WeCom"], [/DingTalk/i, "钉钉 DingTalk"], [/MicroMessenger/i, "微信 WeChat"], [/Edg\//, "Edge"], [/Firefox\//, "Firefox"], [/Chrome\//, "Chrome"], [/Safari\//, "Safari"]];
const SYSTEMS: [RegExp, string][] = [[/iPhone|iPad/, "iOS"], [/Android/, "Android"], [/Windows/, "Windows"], [/Mac OS X/, "macOS"], [/Linux/, "Linux"]];

/** A device in the words of its owner, from the user agent it sent: "Chrome · Windows"; empty when unknown. */
export function deviceName(userAgent: string): string {
  const first = (names: [RegExp, string][]): string | undefined => names.find(([pattern]) => pattern.test(userAgent))?.[1];
  return [first(BROWSERS), first(SYSTEMS)].filter(Boolean).join(" · ");
}
