// Builds the web app, for images and packages; `npm start` does the same when it is missing.
import { ensureWeb } from "./steps.mjs";

await ensureWeb();
