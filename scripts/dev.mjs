// The server, restarted when its sources change, and the web app rebuilt in the browser as you type.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "./steps.mjs";

const config = ["vite.config.ts", "web/vite.config.ts"].map((each) => join(root, each)).find(existsSync);
const children = [
  spawn(process.execPath, ["--watch", "--watch-preserve-output", join(root, "apps/cli/main.ts"), "start"], { cwd: root, stdio: "inherit" }),
  spawn(process.execPath, [join(root, "node_modules/vite/bin/vite.js"), ...(config ? ["--config", config] : [])], { cwd: root, stdio: "inherit" }),
];
const end = () => children.forEach((child) => child.kill("SIGTERM"));
for (const signal of ["SIGINT", "SIGTERM", "disconnect"]) process.on(signal, end);
for (const child of children) child.on("exit", end);
