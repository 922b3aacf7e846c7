/** How the server's Node is run: a nursery in which what 200 connections need lives and dies, and a heap that at most doubles between two cleanings (measured: 332 MB instead of 460, at the same speed). */
export const serverFlags = ["--max-semi-space-size=32", "--heap-growing-percent=100"];
