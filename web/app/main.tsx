import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "../ui/base.css";
import "../work/work.css";
import { firstLocale, speak } from "../words/words.ts";
import { App } from "./App.tsx";
import { followNewBuild } from "./new-build.ts";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
followNewBuild();
await speak(firstLocale());
createRoot(root).render(<StrictMode><App /></StrictMode>);
