Module Program
    Sub Main()
        System.Console.WriteLine(RouteGen.Http.DefaultServeMux IsNot Nothing)
    End Sub
End Module
