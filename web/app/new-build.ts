/**
 * Starts the page anew when a part of it is not there any more because the server has been given a newer build: its parts
 * have other names. A part that only failed to arrive is left to the page's own message.
 */
export function followNewBuild(): void {
  const mine = document.querySelector("script[type=module][src]")?.getAttribute("src");
  window.addEventListener("vite:preloadError", () => void replaced(mine).then((newer) => newer && location.reload()));
}

async function replaced(mine: string | null | undefined): Promise<boolean> {
  if (!mine) return false;
  try {
    const answer = await fetch("/", { cache: "no-store" });
    return answer.ok && !(await answer.text()).includes(mine);
  } catch {
    return false;
  }
}
