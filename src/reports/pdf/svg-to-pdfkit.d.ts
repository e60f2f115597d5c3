declare module 'svg-to-pdfkit' {
  interface Options {
    readonly width?: number
    readonly height?: number
    /** Lengths without a unit are points, not pixels of 0.75 points. */
    readonly assumePt?: boolean
    readonly fontCallback?: (family: string, bold: boolean, italic: boolean) => string
    readonly warningCallback?: (message: string) => void
  }
  export default function drawSvg(doc: PDFKit.PDFDocument, svg: string, x: number, y: number, options?: Options): void
}
