import actions from "./actions.ts";
import auth from "./auth.ts";
import channels from "./channels.ts";
import common from "./common.ts";
import design from "./design.ts";
import desks from "./desks.ts";
import fields from "./fields.ts";
import filter from "./filter.ts";
import imports from "./import.ts";
import insight from "./insight.ts";
import leads from "./leads.ts";
import manage from "./manage.ts";
import match from "./match.ts";
import nav from "./nav.ts";
import notices from "./notices.ts";
import people from "./people.ts";
import policies from "./policies.ts";
import pool from "./pool.ts";
import pools from "./pools.ts";
import predict from "./predict.ts";
import records from "./records.ts";
import route from "./route.ts";
import score from "./score.ts";
import sla from "./sla.ts";

/** One namespace a room of the interface; a new one is a file here, one in the other language and a line in each index. */
export default { actions, auth, channels, common, design, desks, fields, filter, import: imports, insight, leads, manage, match, nav, notices, people, policies, pool, pools, predict, records, route, score, sla };
