import type { ReactNode } from 'react';

const icon = (children: ReactNode) => () => (
  <svg
    width="18"
    height="18"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth="2"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    {children}
  </svg>
);

export const SearchIcon = icon(
  <>
    <circle cx="11" cy="11" r="6.5" />
    <path d="m20 20-4.2-4.2" />
  </>,
);
export const CloseIcon = icon(<path d="M6 6l12 12M18 6 6 18" />);
export const PlusIcon = icon(<path d="M12 5v14M5 12h14" />);
export const MinusIcon = icon(<path d="M5 12h14" />);
export const FitIcon = icon(
  <path d="M4 9V5.5A1.5 1.5 0 0 1 5.5 4H9M15 4h3.5A1.5 1.5 0 0 1 20 5.5V9M20 15v3.5a1.5 1.5 0 0 1-1.5 1.5H15M9 20H5.5A1.5 1.5 0 0 1 4 18.5V15" />,
);
export const FollowIcon = icon(
  <>
    <circle cx="12" cy="12" r="6.5" />
    <path d="M12 2.5v3M12 18.5v3M2.5 12h3M18.5 12h3" />
    <circle cx="12" cy="12" r="1.6" fill="currentColor" stroke="none" />
  </>,
);
export const RouteIcon = icon(
  <>
    <circle cx="6" cy="18.5" r="2" />
    <circle cx="18" cy="5.5" r="2" />
    <path d="M8 18.5h6.5a3.3 3.3 0 0 0 0-6.6h-5a3.2 3.2 0 0 1 0-6.4H16" />
  </>,
);
export const CopyIcon = icon(
  <>
    <rect x="9" y="9" width="11" height="11" rx="2" />
    <path d="M5.5 15H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1h9a1 1 0 0 1 1 1v.5" />
  </>,
);
export const CheckIcon = icon(<path d="m5 12.5 4.5 4.5L19 7.5" />);
export const SunIcon = icon(
  <>
    <circle cx="12" cy="12" r="4" />
    <path d="M12 3v1.5M12 19.5V21M3 12h1.5M19.5 12H21M5.6 5.6l1.1 1.1M17.3 17.3l1.1 1.1M5.6 18.4l1.1-1.1M17.3 6.7l1.1-1.1" />
  </>,
);
export const MoonIcon = icon(<path d="M20 14.2A8.2 8.2 0 0 1 9.8 4a8.2 8.2 0 1 0 10.2 10.2Z" />);
export const SignOutIcon = icon(
  <path d="M14 4.5H7A1.5 1.5 0 0 0 5.5 6v12A1.5 1.5 0 0 0 7 19.5h7M10.5 12H20M16.5 8.5 20 12l-3.5 3.5" />,
);
export const MapIcon = icon(<path d="M9 4.5 4 6.8v12.7l5-2.3 6 2.3 5-2.3V4.5l-5 2.3-6-2.3ZM9 4.5v12.7M15 6.8v12.7" />);
export const StepsIcon = icon(
  <>
    <circle cx="6" cy="6" r="2" />
    <circle cx="6" cy="18" r="2" />
    <path d="M6 8v8M11.5 6H20M11.5 18H20" />
  </>,
);
export const RetryIcon = icon(<path d="M19.5 12a7.5 7.5 0 1 1-2.3-5.4M19.5 3.5v4h-4" />);
export const BellIcon = icon(
  <path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15L6 16.5ZM10 20.5a2.2 2.2 0 0 0 4 0M12 3v2" />,
);
export const WheelIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <circle cx="12" cy="12" r="2.2" />
    <path d="M3.8 10.5 9.8 12M20.2 10.5 14.2 12M12 14.2v6.3" />
  </>,
);
export const HandedOverIcon = icon(<path d="M4 12h15M13.5 6.5 19 12l-5.5 5.5" />);
export const UndoIcon = icon(<path d="M8.5 5 4.5 9l4 4M4.5 9H14a5.3 5.3 0 0 1 0 10.5H8" />);
export const StopIcon = icon(<rect x="6.5" y="6.5" width="11" height="11" rx="2" />);
export const VehicleIcon = icon(
  <>
    <path d="M3 6.5h10.5V17H9.8M5.2 17H3V6.5M13.5 10h3.6l3.4 3.6V17h-1.7M14.2 17h-.7" />
    <circle cx="7.5" cy="17.5" r="2" />
    <circle cx="16.5" cy="17.5" r="2" />
  </>,
);
export const ImportIcon = icon(
  <path d="M12 3.5v11M7.5 10l4.5 4.5L16.5 10M4 16.5V19a1.5 1.5 0 0 0 1.5 1.5h13A1.5 1.5 0 0 0 20 19v-2.5" />,
);
export const TrailIcon = icon(
  <>
    <path d="M6 3.5h9l4 4v13H6ZM14.5 3.5V8H19" />
    <path d="M9.5 12.5h6M9.5 16h6" />
  </>,
);
export const FenceIcon = icon(
  <>
    <path d="M6.5 6.5 18 5l1.5 11.5-11 2.5Z" />
    <circle cx="6.5" cy="6.5" r="1.8" fill="currentColor" />
    <circle cx="18" cy="5" r="1.8" fill="currentColor" />
    <circle cx="19.5" cy="16.5" r="1.8" fill="currentColor" />
    <circle cx="8.5" cy="19" r="1.8" fill="currentColor" />
  </>,
);
export const CodeIcon = icon(<path d="m8.5 7-5 5 5 5M15.5 7l5 5-5 5" />);
export const MenuIcon = icon(<path d="M4 7h16M4 12h16M4 17h16" />);
export const DeviceIcon = icon(
  <>
    <rect x="5" y="10.5" width="14" height="9" rx="2" />
    <path d="M9 15h.01M13 15h2.5M8.5 6.5a5 5 0 0 1 7 0M6 3.8a8.6 8.6 0 0 1 12 0" />
  </>,
);
export const GaugeIcon = icon(
  <>
    <path d="M4.5 17.5a8.5 8.5 0 1 1 15 0" />
    <path d="m12 14 3.5-4.5" />
    <circle cx="12" cy="14.5" r="1.4" />
  </>,
);
export const BackIcon = icon(<path d="m14.5 5.5-6 6.5 6 6.5" />);
export const ForthIcon = icon(<path d="m9.5 5.5 6 6.5-6 6.5" />);
