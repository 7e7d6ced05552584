package main

import "github.com/coursemark/coursemark/internal/diag"

var emptyMatrix = diag.Kind{Code: "record-of-nobody", What: "there is nobody in the matrix",
	Hint: "grade again with a roster that names somebody"}
