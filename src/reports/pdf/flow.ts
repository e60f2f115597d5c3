/** Lets boxes flow down the pages: nothing is cut, heads stay with what they head. */
import type { Sheet } from './document.js'

/** A piece of the page over the whole width of the text. */
export interface Box {
  readonly height: number
  /** Space to the box above and below; of two neighbours the larger counts. None at the top of a page. */
  readonly before?: number
  readonly after?: number
  /** Stays on the page of the next box. */
  readonly keep?: boolean
  /** Height of the first part when the box may be divided wherever a page ends; without it only a box higher than a page is. */
  readonly least?: number
  /** Two boxes of which the first is at most `room` high, or nothing when not even a line fits. */
  readonly split?: (room: number) => readonly [Box, Box] | undefined
  /** Repeated above the box when it opens a page. */
  readonly repeat?: Box
  readonly draw: (y: number) => void
}

export class Flow {
  /** Where the next box may start. */
  private y = 0
  private after = 0
  private fresh = true

  constructor(private readonly sheet: Sheet) {}

  /** Opens a page; its text may start lower than usual. */
  newPage(top = this.sheet.paper.top): void {
    const { width, height } = this.sheet.paper
    this.sheet.doc.addPage({ size: [width, height], margin: 0 })
    this.y = top
    this.after = 0
    this.fresh = true
  }

  /** Whether boxes fit below what is there; an empty page has room for everything. */
  hasRoomFor(boxes: readonly Box[]): boolean {
    return this.fresh || heightOf(boxes, this.after) <= this.room
  }

  /** Whether an empty page holds all the boxes. */
  fitsAPage(boxes: readonly Box[]): boolean {
    return heightOf(boxes, 0) <= this.sheet.paper.bottom - this.sheet.paper.top
  }

  place(boxes: readonly Box[]): void {
    for (const [i, box] of boxes.entries()) {
      const linked = chain(boxes, i)
      // What no page can hold together is not kept together.
      if (!this.hasRoomFor(this.fitsAPage(linked) ? linked : [box])) this.openWith(box.repeat)
      this.put(box)
    }
  }

  private get room(): number {
    return this.sheet.paper.bottom - this.y
  }

  private openWith(repeat: Box | undefined): void {
    this.newPage()
    if (repeat) {
      repeat.draw(this.y)
      this.y += repeat.height
    }
  }

  private put(box: Box): void {
    const gap = this.fresh ? 0 : Math.max(this.after, box.before ?? 0)
    const parts = gap + box.height > this.room ? box.split?.(this.room - gap) : undefined
    if (parts) {
      this.drawAt(parts[0], gap)
      this.openWith(parts[1].repeat)
      this.put(parts[1])
    } else this.drawAt(box, gap)
  }

  private drawAt(box: Box, gap: number): void {
    box.draw(this.y + gap)
    this.y += gap + box.height
    this.after = box.after ?? 0
    this.fresh = false
  }
}

/** A box and those that it has to share its page with; of the last one its first part is enough. */
function chain(boxes: readonly Box[], start: number): readonly Box[] {
  let end = start
  while (boxes[end]?.keep) end++
  const last = boxes[end]
  const linked = boxes.slice(start, end)
  return last ? [...linked, { ...last, height: last.least ?? last.height }] : linked
}

/** Height of boxes below each other; `after` is the space that the box above them asks for. */
export function heightOf(boxes: readonly Box[], after: number): number {
  let above = after
  return boxes.reduce((sum, box) => {
    const gap = Math.max(above, box.before ?? 0)
    above = box.after ?? 0
    return sum + gap + box.height
  }, 0)
}
