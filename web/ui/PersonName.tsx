/** A person by name, with a quiet initial so that eyes find owners in a list. */
export function PersonName({ name }: { name: string }) {
  return <span className="person"><i aria-hidden="true">{[...name][0]}</i>{name}</span>;
}
