import { Tooltip } from "antd";
import dayjs from "dayjs";
import relativeTime from "dayjs/plugin/relativeTime.js";
import { useLocale } from "../words/words.ts";
import { exactTime } from "./moment.ts";
import { useHalfMinute } from "./now.ts";

dayjs.extend(relativeTime);

/** "3 minutes ago", with the exact moment on hover and for screen readers. */
export function RelativeTime({ at }: { at: string | null | undefined }) {
  const now = useHalfMinute();
  useLocale();
  if (!at) return null;
  const moment = dayjs(at);
  return <Tooltip title={exactTime(at, true)}><time className="relative-time" dateTime={at}>{moment.from(dayjs(now))}</time></Tooltip>;
}
