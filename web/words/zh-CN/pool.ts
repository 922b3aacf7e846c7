export default {
  claimed_today: "今日已领取 {{n}} 条",
  claims_left: "今日还可领取 {{n}} 条",
  held: "在手 {{n}} 条",
  holding_left: "名额还剩 {{n}} 条",
  next_claim: "下次可领取",
  cooldown: "退回后 {{n}} 天内不能再领取",
  empty: "公海里暂时没有线索",
  empty_text: "退回和回收的线索、没有分到人的新线索会出现在这里。",
};
