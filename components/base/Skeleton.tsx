/** The shape of what is coming, with its announcement for whoever cannot see it. */
export function Skeleton({ lines = 3, label }: { lines?: number; label: string }) {
  return (
    <div class="skeleton" role="status">
      {Array.from({ length: lines }, (_, line) => (
        <i key={line} />
      ))}
      <span class="unseen">{label}</span>
    </div>
  );
}
