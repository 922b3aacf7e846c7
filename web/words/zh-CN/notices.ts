export default {
  assigned: "线索「{{lead}}」已分配给您",
  recycle_warning: "线索「{{lead}}」即将被回收，请尽快跟进",
  recycled: "线索「{{lead}}」已回收到公海",
  sla_warning: "线索「{{lead}}」的时限即将到期",
  sla_breach: "线索「{{lead}}」已超时",
  other: "有一条与您有关的更新",
};
