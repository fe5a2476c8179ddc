const TIME_SPAN = /^(?:(\d+)\.)?(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,7}))?$/;

/** Milliseconds of a .NET TimeSpan text (`00:05:00`, `1.12:00:00.5`), `undefined` when the text is not one. */
export const timeSpan = (text: string): number | undefined => {
  const parts = TIME_SPAN.exec(text);
  if (!parts) return undefined;
  const [, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = '0'] = parts;
  const whole = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  return Math.round((whole + Number(`0.${fraction}`)) * 1000);
};
