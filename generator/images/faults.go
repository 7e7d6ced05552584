package images

import "github.com/coursemark/coursemark/internal/diag"

// What can be wrong with a picture. The first argument is the name of its file.
var (
	unreadablePicture = diag.Kind{Code: "picture-unreadable", What: "the file %s is not a picture that can be read", Hint: "save it again as PNG or JPEG in the program that made it"}
	otherFormat       = diag.Kind{Code: "picture-other-format", What: "the file %s is %s inside", Hint: "rename it to %[3]s"}
	damagedPicture    = diag.Kind{Code: "picture-damaged", What: "the picture %s is damaged: %s", Hint: "save it again in the program that made it"}
	tooManyPixels     = diag.Kind{Code: "picture-too-many-pixels", What: "the picture %s has %d megapixels; at most %d are taken", Hint: "make it smaller: 2000 pixels of width are plenty for a page"}
)

// What a drawing is refused for.
var (
	drawingTooLarge         = diag.Kind{Code: "drawing-too-large", What: "the drawing %s has %d MB; at most %d MB are taken", Hint: plainHint}
	drawingTooDeep          = diag.Kind{Code: "drawing-too-deep", What: "the elements of the drawing %s are nested too deep", Hint: plainHint}
	unreadableDrawing       = diag.Kind{Code: "drawing-unreadable", What: "the drawing %s is not an SVG that can be read", Hint: plainHint}
	drawingWithEntities     = diag.Kind{Code: "drawing-with-entities", What: "the drawing %s declares entities", Hint: plainHint}
	drawingWithForeignStyle = diag.Kind{Code: "drawing-with-foreign-style", What: "the drawing %s takes its style from elsewhere", Hint: plainHint}
	drawingWithScript       = diag.Kind{Code: "drawing-with-script", What: "the drawing %s has a script in it", Hint: plainHint}
	drawingWithPage         = diag.Kind{Code: "drawing-with-page", What: "the drawing %s has a page of another kind in it", Hint: plainHint}
	drawingWithLink         = diag.Kind{Code: "drawing-with-link", What: "the drawing %s leads elsewhere", Hint: plainHint}
)

const plainHint = "save it as plain SVG, without scripts, links and pictures from elsewhere"
