export default {
  roles_hint: "哪些角色可以使用它（管理员总是可以；能看到谁的记录由角色的数据范围决定，之后可在「角色」中修改）：",
  access_none: "不可见",
  access_read: "查看",
  access_edit: "查看和编辑",
  open_list: "打开列表",
};
