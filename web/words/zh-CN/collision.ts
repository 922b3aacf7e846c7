export default {
  standing: "撞单裁决中，裁决前不能转移、退回或领取",
  claims: "{{claimant}} 主张 {{holder}} 的客户",
  open: "查看撞单",
};
