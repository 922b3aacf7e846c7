import actions from "./actions.ts";
import auth from "./auth.ts";
import common from "./common.ts";
import fields from "./fields.ts";
import filter from "./filter.ts";
import gone from "./gone.ts";
import leads from "./leads.ts";
import nav from "./nav.ts";
import records from "./records.ts";
import views from "./views.ts";

/** What the frame and the lists say; everything else comes with the first page beyond them. */
export default { actions, auth, common, fields, filter, gone, leads, nav, records, views };
