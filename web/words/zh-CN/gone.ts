export default {
  no_right_title: "您没有权限打开「{{page}}」",
  no_right_text: "工作需要的话，请联系管理员调整您的角色。",
  record_title: "找不到这条记录",
  record_text: "它可能已被删除，或者不在您的数据范围内。",
  to_list: "返回列表",
  none_dismissed: "还没有标为不同客户的线索",
  none_dismissed_text: "在“待处理”里确认不是同一客户后，会移到这里，以后查重不再提示。",
};
