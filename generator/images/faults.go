package images

import "github.com/coursemark/coursemark/internal/diag"

// Faults of a picture. The first argument is the name of its file.
var (
	unreadablePicture = diag.Kind{Code: "picture-unreadable", What: "the file %s cannot be read as a picture",
		Hint: "save it again as PNG or JPEG in the program that made it"}
	otherFormat = diag.Kind{Code: "picture-other-format", What: "the file %s holds a %s picture",
		Hint: "rename it to %[3]s"}
	damagedPicture = diag.Kind{Code: "picture-damaged", What: "the picture %s is damaged: %s",
		Hint: "save it again in the program that made it"}
	tooManyPixels = diag.Kind{Code: "picture-too-many-pixels",
		What: "the picture %s has %d megapixels; the limit is %d",
		Hint: "make it smaller: a width of 2000 pixels is plenty for a page"}
)

// Reasons to refuse a drawing. The first argument is the name of its file.
var (
	drawingTooLarge = diag.Kind{Code: "drawing-too-large", What: "the drawing %s is %d MB; the limit is %d MB",
		Hint: plainHint}
	drawingTooDeep = diag.Kind{Code: "drawing-too-deep",
		What: "the elements of the drawing %s are nested too deeply", Hint: plainHint}
	unreadableDrawing = diag.Kind{Code: "drawing-unreadable", What: "the drawing %s cannot be read as SVG",
		Hint: plainHint}
	drawingWithEntities = diag.Kind{Code: "drawing-with-entities", What: "the drawing %s declares entities",
		Hint: plainHint}
	drawingWithForeignStyle = diag.Kind{Code: "drawing-with-foreign-style",
		What: "the drawing %s loads its style from another file", Hint: plainHint}
	drawingWithScript = diag.Kind{Code: "drawing-with-script", What: "the drawing %s contains a script",
		Hint: plainHint}
	drawingWithPage = diag.Kind{Code: "drawing-with-page",
		What: "the drawing %s contains HTML or another embedded object", Hint: plainHint}
	drawingWithLink = diag.Kind{Code: "drawing-with-link", What: "the drawing %s has a link", Hint: plainHint}
)

const plainHint = "save it as plain SVG, without scripts, links or linked pictures"
