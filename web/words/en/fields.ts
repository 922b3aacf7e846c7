import type zh from "../zh-CN/fields.ts";
import type { Same } from "../same.ts";

export default {
  pick: "Choose",
  pick_person: "Choose a person",
  pick_team: "Choose a team",
  pick_record: "Type a name to find it",
  me: "Me",
  my_team: "My team",
  masked: "Masked",
  bad_json: "Not valid JSON",
  files: "{{n}} files",
  remove_file: "Remove",
  province: "Province or city",
  from: "From",
  to: "To",
} satisfies Same<typeof zh>;
