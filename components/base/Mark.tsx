/** The product's mark: a signature on its line. Beside the name, so it says nothing by itself. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <path d="M5.5 18.5c4.5-.4 8.9-4.9 8.9-9 0-3.6-4.3-3.2-4.5 2-.2 4.9 1.9 9 4.8 9 3.2 0 3.2-5.3 5.3-5.3 1.8 0 1 4.3 6.5 3" />
      <path class="mark-line" d="M6.5 25.5h19" />
    </svg>
  );
}
