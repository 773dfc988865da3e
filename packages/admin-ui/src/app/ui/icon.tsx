import type { JSX } from 'preact';

/** Lines on a field of 24 × 24, drawn for this page. */
const SHAPES = {
  key: 'M15.5 8.5a4 4 0 1 1-3.2-3.9 4 4 0 0 1 3.2 3.9ZM8.6 11.4 3 17v4h4v-2.5h2.5V16l2-2',
  approvals: 'M12 3 5 6v5c0 4.6 3 8.2 7 10 4-1.8 7-5.4 7-10V6l-7-3Zm-3 9 2 2 4-4',
  audit: 'M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01',
  house: 'm3 11 9-8 9 8M5 9.5V21h14V9.5M10 21v-6h4v6',
  activity: 'M4 20V10M10 20V4M16 20v-7M22 20H2',
  connections:
    'M9 15 15 9M10.5 6.5 13 4a4.2 4.2 0 0 1 6 6l-2.5 2.5M13.5 17.5 11 20a4.2 4.2 0 0 1-6-6l2.5-2.5',
  limits: 'M7 11V8a5 5 0 0 1 10 0v3M5 11h14v10H5zM12 15v2',
  system: 'M4 5h16v6H4zM4 13h16v6H4zM7.5 8h.01M7.5 16h.01',
  menu: 'M4 7h16M4 12h16M4 17h16',
  close: 'm6 6 12 12M18 6 6 18',
  plus: 'M12 5v14M5 12h14',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  warning: 'M12 4 2.5 20h19L12 4Zm0 6v5M12 17.5h.01',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-9.5V16M12 8h.01',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM20 20l-4.8-4.8',
  back: 'm11 6-6 6 6 6M5 12h14',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6 19 19M19 5l-1.4 1.4M6.4 17.6 5 19',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z',
  auto: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 3v18M12 8h7M12 12h9M12 16h7',
  out: 'M14 4h5v16h-5M10 8l-4 4 4 4M6 12h10',
  refresh:
    'M20 11a8 8 0 0 0-14.5-4L3 9.5M3 4v5.5h5.5M4 13a8 8 0 0 0 14.5 4l2.5-2.5M21 20v-5.5h-5.5',
} as const;

/** Names of the icons. */
export type IconName = keyof typeof SHAPES;

/** An icon beside words; it says nothing of its own. */
export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={SHAPES[name]} />
    </svg>
  );
}
