import type zh from "../zh-CN/manage.ts";
import type { Same } from "../same.ts";

export default {
  organisation: "Organisation", general: "General", name: "Company name", time_zone: "Time zone", time_zone_hint: "“Today” and “7 days” are reckoned in it.", locale: "Default language", locale_hint: "Everybody can choose their own under Me.", currency: "Currency",
  calendar: "Working hours", calendar_hint: "Clocks in business time run in these hours only; they stand still on holidays and run on weekends that are worked. A change counts for clocks that start from now on.", calendar_own: "Your own", calendar_shipped: "Shipped: public holidays and make-up days of China", calendar_reset: "Back to the shipped calendar",
  mon: "Mon", tue: "Tue", wed: "Wed", thu: "Thu", fri: "Fri", sat: "Sat", sun: "Sun", closed: "Closed", add_hours: "Add hours", remove_hours: "Remove hours", holidays: "Holidays", makeup_days: "Worked weekends", add_day: "Add a day",
  recycle_bin: "Recycle bin", bin_empty: "The bin is empty. Removed records stay here and can be restored whole.", record: "Record", removed_by: "Removed", restore: "Restore", restore_n: "Restore {{n}}", restored: "Restored",
  campaign_add: "New campaign", campaign_search: "Search campaigns", campaigns_none: "No campaigns yet", campaigns_none_text: "Enter the dates and cost of expos and advertising, and you will see what each lead costs and brings in.", utm_hint: "Leads with the same UTM campaign are counted here by themselves.",
} satisfies Same<typeof zh>;
