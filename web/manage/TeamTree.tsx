import { MoreOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Dropdown, Form, Input, Modal, Select, Tree, TreeSelect } from "antd";
import { useMemo, useState } from "react";
import { call } from "../api/call.ts";
import { useCan } from "../api/me.ts";
import { queryClient } from "../api/query-client.ts";
import { usePhoneWidth } from "../ui/phone-width.ts";
import { offerUndo, tellProblem } from "../ui/toast.tsx";
import { useWords } from "../words/words.ts";
import { teamsUnder, type Person, type Team } from "./directory.ts";
import { useSave } from "./save.ts";

interface Props {
  teams: Team[];
  people: Person[];
  /** Id of the team shown; "" for everybody, "none" for those without a team. */
  chosen: string;
  choose: (id: string | undefined) => void;
}

interface Node {
  key: string;
  value: string;
  title: string;
  children: Node[];
}

/** The organisation as a tree: choosing a team shows its people, dragging one moves it. */
export function TeamTree({ teams, people, chosen, choose }: Props) {
  const t = useWords();
  const can = useCan();
  const phone = usePhoneWidth();
  const [editing, setEditing] = useState<Partial<Team>>();
  const tree = useMemo(() => branches(teams, null), [teams]);
  const count = (id: string): number => {
    const within = teamsUnder(teams, id);
    return people.filter((person) => person.status === "active" && within.has(person.team_id ?? "")).length;
  };
  const move = async (team: Team, parent_id: string | null): Promise<void> => {
    try {
      await call("PATCH", `/teams/${team.id}`, { body: { parent_id } });
      offerUndo(t("people:team_moved", { team: team.name }), async () => {
        await call("PATCH", `/teams/${team.id}`, { body: { parent_id: team.parent_id } });
        await queryClient.invalidateQueries({ queryKey: ["team"] });
      });
    } catch (error) {
      tellProblem(error);
    }
    await queryClient.invalidateQueries({ queryKey: ["team"] });
  };
  const remove = useSave((id: string) => call("DELETE", `/teams/${id}`), { refresh: ["team"], said: t("people:team_removed"), done: () => choose(undefined) });
  const menu = (team: Team) => ({
    items: [
      { key: "edit", label: t("people:team_edit"), disabled: !can("team:edit") },
      { key: "below", label: t("people:team_below"), disabled: !can("team:create") },
      { key: "remove", label: t("people:team_remove"), danger: true, disabled: !can("team:remove") },
    ],
    onClick: ({ key, domEvent }: { key: string; domEvent: { stopPropagation(): void } }) => {
      domEvent.stopPropagation();
      if (key === "edit") setEditing(team);
      if (key === "below") setEditing({ parent_id: team.id });
      if (key === "remove") remove.mutate(team.id);
    },
  });
  const branch = (node: Node) => {
    const team = teams.find((each) => each.id === node.key);
    return (
      <span className="branch">
        <span>{node.title}</span><small className="quiet">{count(node.key)}</small>
        {team && (can("team:edit") || can("team:remove")) && <Dropdown trigger={["click"]} menu={menu(team)}><Button type="text" size="small" icon={<MoreOutlined />} aria-label={`${team.name} ${t("common:more")}`} onClick={(event) => event.stopPropagation()} /></Dropdown>}
      </span>
    );
  };
  const everybody = people.filter((person) => person.status === "active").length;
  const alone = people.filter((person) => person.status === "active" && person.team_id === null).length;
  const current = teams.find((team) => team.id === chosen);
  return (
    <aside aria-label={t("people:teams")}>
      <div className="side-head">
        <span>{t("people:teams")}</span>
        {can("team:create") && <Button type="text" size="small" icon={<PlusOutlined />} aria-label={t("people:team_add")} title={t("people:team_add")} onClick={() => setEditing({})} />}
      </div>
      {phone ? (
        <div className="row">
          <TreeSelect style={{ flex: 1 }} aria-label={t("people:team")} value={chosen || undefined} placeholder={t("people:everybody")} allowClear treeDefaultExpandAll treeData={tree} onChange={(id: string | undefined) => choose(id)} />
          {current && <Dropdown trigger={["click"]} menu={menu(current)}><Button icon={<MoreOutlined />} aria-label={t("common:more")} /></Dropdown>}
        </div>
      ) : (
        <>
          <button type="button" className="side-item" aria-current={chosen === ""} onClick={() => choose(undefined)}><span>{t("people:everybody")}</span><small>{everybody}</small></button>
          {alone > 0 && <button type="button" className="side-item" aria-current={chosen === "none"} onClick={() => choose("none")}><span>{t("people:no_team")}</span><small>{alone}</small></button>}
          {tree.length > 0 ? (
            <Tree<Node>
              blockNode defaultExpandAll treeData={tree} selectedKeys={[chosen]} draggable={can("team:edit") ? { icon: false } : false}
              onSelect={(keys) => choose(keys[0] === undefined ? undefined : String(keys[0]))}
              onDrop={({ dragNode, node, dropToGap }) => {
                const team = teams.find((each) => each.id === dragNode.key);
                const over = teams.find((each) => each.id === node.key);
                if (team && over) void move(team, dropToGap ? over.parent_id : over.id);
              }}
              titleRender={branch}
            />
          ) : <p className="hint" style={{ padding: "4px 8px" }}>{t("people:teams_empty")}</p>}
        </>
      )}
      {editing && <TeamForm key={editing.id ?? "new"} team={editing} teams={teams} people={people} onClose={() => setEditing(undefined)} />}
    </aside>
  );
}

function TeamForm({ team, teams, people, onClose }: { team: Partial<Team>; teams: Team[]; people: Person[]; onClose: () => void }) {
  const t = useWords();
  const [form] = Form.useForm<{ name: string; parent_id?: string; manager_id?: string }>();
  const save = useSave(
    (input: { name: string; parent_id?: string; manager_id?: string }) => {
      const body = { name: input.name, parent_id: input.parent_id ?? null, manager_id: input.manager_id ?? null };
      return team.id ? call("PATCH", `/teams/${team.id}`, { body }) : call("POST", "/teams", { body });
    },
    { refresh: ["team"], said: t("records:saved"), form, done: onClose },
  );
  // A team cannot lie below itself.
  const below = team.id ? teamsUnder(teams, team.id) : new Set<string>();
  return (
    <Modal open title={t(team.id ? "people:team_edit" : "people:team_add")} width={400} onCancel={onClose} onOk={() => form.submit()} okText={t("common:save")} confirmLoading={save.isPending}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ name: team.name, parent_id: team.parent_id ?? undefined, manager_id: team.manager_id ?? undefined }} onFinish={save.mutate}>
        <Form.Item name="name" label={t("people:team_name")} rules={[{ required: true, whitespace: true, message: t("auth:required") }]}><Input autoFocus /></Form.Item>
        <Form.Item name="parent_id" label={t("people:team_parent")}><TreeSelect allowClear treeDefaultExpandAll placeholder={t("people:team_top")} treeData={branches(teams.filter((each) => !below.has(each.id)), null)} /></Form.Item>
        <Form.Item name="manager_id" label={t("people:team_manager")} extra={t("people:team_manager_hint")}>
          <Select allowClear showSearch={{ optionFilterProp: "label" }} placeholder={t("fields:pick_person")} options={people.filter((person) => person.status === "active").map((person) => ({ value: person.id, label: person.name }))} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function branches(teams: readonly Team[], parent: string | null): Node[] {
  return teams.filter((team) => team.parent_id === parent).sort((a, b) => a.name.localeCompare(b.name, "zh")).map((team) => ({ key: team.id, value: team.id, title: team.name, children: branches(teams, team.id) }));
}
