import { slaBoard } from "./ops/board.ts";
import { getCalendar, previewCalendar, setCalendar } from "./ops/calendar.ts";
import { previewLeave, previewPolicy } from "./ops/preview.ts";
import { leadClocks, pauseClocks, resumeClocks } from "./ops/pause.ts";

/** Clocks, their board, and the calendars they run by. */
export const slaOperations = [getCalendar, setCalendar, previewCalendar, slaBoard, leadClocks, pauseClocks, resumeClocks, previewLeave, previewPolicy] as const;
