import { useCan } from "../../api/me.ts";
import { KINDS, useChannels } from "../../manage/channels.ts";
import { useWords } from "../../words/words.ts";

/** The door a lead came through, by name; for those who may not see channels, by its kind where its key says that much. */
export function ChannelName({ channel }: { channel: string }) {
  const t = useWords();
  const known = useChannels(useCan()("channel:read")).data?.find((each) => each.key === channel);
  const kind = KINDS.find((each) => each === channel);
  return <>{known?.name ?? (kind ? t(`records:channel_${kind}`) : channel)}</>;
}
