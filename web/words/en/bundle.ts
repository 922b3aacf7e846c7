import type { Locale } from "antd/es/locale/index.js";
import antdWords from "antd/es/locale/en_US.js";
import dayjs from "dayjs";
import "dayjs/locale/en.js";
import type { Bundle } from "../bundle.ts";
import words from "./first.ts";

// The compiler reads Ant Design's module as CommonJS; the bundler, rightly, as an ES module.
const antd = antdWords as unknown as Locale;

export default { words, antd, useDates: () => void dayjs.locale("en") } satisfies Bundle;
