/** Days of the calendar and zones of time, as forms send them. */

/** Whether a text is a day of the calendar as YYYY-MM-DD. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}

/** The zone of time with this name in the spelling of the time zone database, whatever the case; undefined without. */
export function timeZoneOf(typed: string): string | undefined {
  const text = typed.trim().replaceAll(' ', '_')
  if (text.toUpperCase() === 'UTC') return 'UTC'
  return timeZones().find((zone) => zone.toLowerCase() === text.toLowerCase())
}

/** UTC, then all zones by name. */
export function timeZones(): readonly string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone')]
}
