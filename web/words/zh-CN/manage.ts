export default {
  organisation: "企业设置", general: "基本信息", name: "企业名称", time_zone: "时区", time_zone_hint: "「今天」「7 天」都按这个时区计算。", locale: "默认语言", locale_hint: "每个人可以在「我的」里改成自己的。", currency: "货币",
  calendar: "工作时间", calendar_hint: "按「工作时间」计算的时限只在这些时段里走；节假日停表，调休的周末照常走。改动从新的时限开始生效。", calendar_own: "自定义", calendar_shipped: "内置：全国法定节假日与调休", calendar_reset: "恢复内置日历",
  mon: "周一", tue: "周二", wed: "周三", thu: "周四", fri: "周五", sat: "周六", sun: "周日", closed: "休息", add_hours: "添加时段", remove_hours: "移除时段", holidays: "节假日", makeup_days: "调休上班", add_day: "添加日期",
  recycle_bin: "回收站", bin_empty: "回收站里没有内容。删除的记录会保留在这里，可以整条恢复。", record: "记录", removed_by: "删除", restore: "恢复", restore_n: "恢复 {{n}} 条", restored: "已恢复",
  campaign_add: "新建活动", campaign_search: "搜索活动", campaigns_none: "还没有市场活动", campaigns_none_text: "登记展会、投放等活动的时间和费用，就能算出每条线索的成本和带来的收入。", utm_hint: "线索的 UTM 活动与此相同时，自动归到这个活动。",
};
