/** Line drawings on a 20 × 20 grid. Decoration only: whatever carries one also says it in words. */
const PATHS = {
  alert: 'M10 3 2.5 16.5h15zM10 8v4M10 14.4v.1',
  archive: 'M3 4h14v3.5H3zM4.5 7.5V16h11V7.5M8 10.5h4',
  building: 'M4 17V4h8v13M12 8h4v9M2.5 17h15M6.7 7.5h2.6M6.7 10.5h2.6M6.7 13.5h2.6',
  check: 'm4 10.5 4 4 8-9',
  chevron: 'm7.5 5 5 5-5 5',
  clock: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M10 6v4.2l2.8 1.6',
  close: 'm5 5 10 10M15 5 5 15',
  copy: 'M7 7h9v10H7zM13 7V3.5H4V14h3',
  download: 'M10 3v9M6 8.5l4 4 4-4M3.5 16.5h13',
  external: 'M11 3.5h5.5V9M16 4l-7 7M8 5H4v11h11v-4',
  file: 'M5 2.8h6l4 4v10.4H5zM11 3v4h4',
  globe: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M3.2 10h13.6M10 3c-4.4 4.3-4.4 9.7 0 14 4.4-4.3 4.4-9.7 0-14',
  inbox: 'M3 11.5 5.5 4h9l2.5 7.500V16H3zM3 11.500h4l1 2h4l1-2h4',
  info: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M10 9v4.500M10 6.300v.1',
  key: 'M7 7.500a4 4 0 1 0 0 5.100L9 10.500h8M14 10.500v3M17 10.500v2.2',
  link: 'M8.5 11.500a3 3 0 0 0 4.3.2l2.5-2.500a3 3 0 0 0-4.3-4.300l-1 1M11.5 8.500a3 3 0 0 0-4.3-.2l-2.5 2.500A3 3 0 0 0 9 15.100l1-1',
  lock: 'M5 9h10v8H5zM7 9V6.500a3 3 0 0 1 6 0V9',
  pause: 'M7 4.500v11M13 4.500v11',
  pen: 'm4 16 1-4 8.5-8.5 3 3L8 15zM11.5 5.500l3 3',
  person: 'M10 3.500a3 3 0 1 0 0 6 3 3 0 0 0 0-6M4 17c.5-3.5 3-5 6-5s5.5 1.5 6 5',
  play: 'M6.5 4v12l9-6z',
  plus: 'M10 4v12M4 10h12',
  pulse: 'M2.5 10.500h3.500l2-5.5 4 10 2-4.500h3.5',
  receipt: 'M5 2.800v14.400l2-1.2 1.5 1.200L10 16l1.5 1.200L13 16l2 1.200V2.800zM7.8 7h4.400M7.8 10.500h4.4',
  refresh: 'M16 10a6 6 0 1 1-1.8-4.300M16 3v3.500h-3.5',
  search: 'M8.8 3.500a5.3 5.3 0 1 0 0 10.6 5.3 5.3 0 0 0 0-10.600M12.7 12.7 17 17',
  settings: 'M3 6h8M15 6h2M3 14h2M9 14h8M13 4v4M7 12v4',
  shield: 'M10 2.8 4 5v4.500c0 3.7 2.5 6.3 6 7.7 3.5-1.4 6-4 6-7.700V5zM7.5 10l2 2 3.3-3.8',
  stop: 'M5.5 5.500h9v9h-9z',
  trash: 'M3.5 5.500h13M8 5.500V3.500h4v2M5.5 5.5 6.3 17h7.400l.8-11.500M8.5 8.500v5.500M11.5 8.500v5.5',
  upload: 'M10 12.500V3.500M6 7l4-4 4 4M3.5 16.500h13',
  usb: 'M7 2.500h6v5H7zM5.5 7.500h9V13a4.5 4.5 0 0 1-9 0zM9 4.800v.1M11 4.800v.1',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
