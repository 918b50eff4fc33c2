module judge

go 1.27
