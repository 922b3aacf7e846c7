/** A page that is being fetched: quiet, so that quick answers do not flash. */
export function Waiting() {
  return <div className="waiting" role="status" aria-busy="true" />;
}
