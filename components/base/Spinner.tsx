/** Turning ring; without a label it is decoration beside words. */
export function Spinner({ label }: { label?: string | undefined }) {
  return label ? (
    <span class="spinner" role="img" aria-label={label} />
  ) : (
    <span class="spinner" aria-hidden="true" />
  );
}
