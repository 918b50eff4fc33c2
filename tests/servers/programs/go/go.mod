module program

go 1.27
