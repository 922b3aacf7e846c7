/** What is wrong with what a page shows, one line each; runs in the browser. `spaces` are the namespaces of the interface's words. */
export function wrongOnScreen({ spaces, phone }: { spaces: string[]; phone: boolean }): string[] {
  const found: string[] = [];
  const main = document.querySelector("main");
  if (document.documentElement.scrollWidth > innerWidth + 1) found.push(`the page is ${document.documentElement.scrollWidth} px wide`);
  if (main && main.scrollWidth > main.clientWidth + 1) found.push(`the content is ${main.scrollWidth} px wide in ${main.clientWidth}`);
  if (!document.title.endsWith(" · Clew")) found.push(`the title is "${document.title}"`);

  const channels = (colour: string): number[] => (/rgba?\(([^)]+)\)/.exec(colour)?.[1] ?? "0 0 0 0").split(/[ ,/]+/).map(Number);
  const over = (top: number[], below: number[]): number[] => [0, 1, 2].map((i) => (top[i] ?? 0) * (top[3] ?? 1) + (below[i] ?? 0) * (1 - (top[3] ?? 1)));
  const behind = (element: Element): number[] => {
    const layers: number[][] = [];
    for (let at: Element | null = element; at; at = at.parentElement) {
      const layer = channels(getComputedStyle(at).backgroundColor);
      layers.push(layer);
      if ((layer[3] ?? 1) >= 1) break;
    }
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255]);
  };
  // WCAG 2.2, relative luminance and contrast ratio.
  const light = (colour: number[]): number => colour.slice(0, 3).map((each) => each / 255).map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4)).reduce((sum, each, i) => sum + each * ([0.2126, 0.7152, 0.0722][i] ?? 0), 0);
  const contrast = (element: Element): number => {
    const below = behind(element);
    const [a, b] = [light(over(channels(getComputedStyle(element).color), below)), light(below)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  const shown = (element: Element): boolean => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && element.getBoundingClientRect().width > 1;

  const key = new RegExp(`^(?:${spaces.join("|")}):[a-z0-9_]+$`);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const element = node.parentElement;
    const text = (node.textContent ?? "").trim();
    if (!element || text === "" || !shown(element) || element.closest("script, style, canvas")) continue;
    if (key.test(text)) found.push(`a key instead of words: ${text}`);
    if (/\{\{|\bundefined\b|\bNaN\b|\[object /.test(text)) found.push(`a raw value: ${text}`);
    if (/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-/.test(text) && !text.includes("@")) found.push(`an id instead of a name: ${text}`);
    if (!element.closest(":disabled, [aria-disabled=true], .ant-select-disabled") && contrast(element) < 2.9) found.push(`hard to read (${contrast(element).toFixed(1)}): ${text.slice(0, 40)}`);
  }
  for (const control of document.querySelectorAll("button, [role=combobox], [role=switch], input:not([type=hidden])")) {
    const { width, height } = control.getBoundingClientRect();
    if (!shown(control) || control.closest("[aria-hidden=true]")) continue;
    const labelled = control instanceof HTMLInputElement ? (control.labels?.length ?? 0) > 0 || control.placeholder !== "" : control.textContent !== "" || control.querySelector("[aria-label]") !== null;
    if (!labelled && !control.hasAttribute("aria-label") && !control.hasAttribute("aria-labelledby") && !control.hasAttribute("title")) found.push(`nameless: ${control.outerHTML.slice(0, 120)}`);
    if (phone && control.matches("button.ant-btn") && Math.min(width, height) < 28) found.push(`too small for a finger (${Math.round(width)}×${Math.round(height)}): ${control.textContent}`);
  }
  return [...new Set(found)];
}
