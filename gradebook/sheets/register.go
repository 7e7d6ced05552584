package sheets

import (
	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/internal/diag"
)

// registerSheet is HR's register of what came in when. gradebook receive writes it;
// HR never does.
func registerSheet() Sheet {
	return Sheet{Name: "register", File: "received", MaxSize: maxRegister,
		About: "what came in when",
		Help:  "register of receipt that gradebook receive keeps",
		read: func(d *Desk, doc Document) (faults diag.List) {
			d.Register, faults = intake.ReadRegister(doc.Path, doc.Content)
			return faults
		},
	}
}
