import { CloseOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useWords } from "../../words/words.ts";
import type { EditProps } from "../twin.ts";

interface StoredFile {
  id: string;
  name: string;
}

/** The stored files, each of which can be taken off. */
export function FileEdit({ value, onChange }: EditProps) {
  const t = useWords();
  const files = Array.isArray(value) ? (value as StoredFile[]) : [];
  return (
    <ul className="files">
      {files.map((file) => (
        <li key={file.id}>
          {file.name}
          <Button type="text" size="small" icon={<CloseOutlined />} aria-label={`${t("fields:remove_file")} ${file.name}`} onClick={() => {
            const rest = files.filter((each) => each.id !== file.id);
            onChange(rest.length > 0 ? rest : null);
          }} />
        </li>
      ))}
    </ul>
  );
}
