namespace RouteGen.Tests;

/// <summary>Each remedy that a message or a page names, applied as it is written to the example of the page, is enough.</summary>
public sealed class RemedyTests
{
    private const string Attributed = "[HandleFunc(\"/orders\")] internal void List(ResponseWriter w, Request r) { }";

    public static TheoryData<string, string, string, string> Remedies() => new()
    {
        { "RG0101", RuleExampleTests.Members, "A(Request r)", "A(ResponseWriter w, Request r)" },
        { "RG0101", RuleExampleTests.Members, "string B(ResponseWriter w, Request r) => \"b\"",
            "void B(ResponseWriter w, Request r) => w.Write(\"b\")" },
        { "RG0101", RuleExampleTests.Members, "async void", "async Task" },
        { "RG0101", RuleExampleTests.Members, "D<T>", "D" },
        { "RG0102", RuleExampleTests.Types, "internal void List", "internal static void List" },
        { "RG0102", RuleExampleTests.Types, "class Orders", "[ServeMux] partial class Orders" },
        { "RG0102", RuleExampleTests.Types, Attributed,
            "internal void List(ResponseWriter w, Request r) { }\n"
            + "internal static void Register(Orders orders) => Http.HandleFunc(\"/orders\", orders.List);" },
        { "RG0105", RuleExampleTests.Members, "r.PathValue(\"page\")", "r.PathValue(\"id\")" },
        { "RG0105", RuleExampleTests.Members, "[Get(\"/orders/{id}\")]", "[Get(\"/orders/{id}/{page}\")]" },
        { "RG0105", RuleExampleTests.Members, "[Get(\"/orders/{id}\")]", "[Get(\"/orders/{id}\"), Get(\"/orders/{id}/{page}\")]" },
        { "RG0105", RuleExampleTests.Members, "r.PathValue(\"page\")", "r.Query.Get(\"page\")" },
    };

    [Theory]
    [MemberData(nameof(Remedies))]
    public void Removes_one_problem_and_adds_none(string id, string around, string before, string after)
    {
        var example = RuleExampleTests.CodeIn(id, "Trigger", "Fix");
        Assert.Contains(before, example, StringComparison.Ordinal);
        var was = Ids(around, example);
        Assert.Equal(was.Skip(1), Ids(around, example.Replace(before, after, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("RG0101", RuleExampleTests.Members)]
    [InlineData("RG0211", RuleExampleTests.Types)]
    public void The_code_of_the_fix_has_no_problem(string id, string around) =>
        Assert.Empty(Ids(around, RuleExampleTests.CodeIn(id, "Fix", "Deliberately not flagged")));

    // The runner fails for a program that does not compile.
    private static string[] Ids(string around, string example) =>
    [
        .. GeneratorRunner.Run(GeneratorRunner.Compile(
            [("Program.cs", around.Replace("@", example, StringComparison.Ordinal)), ("Given.cs", RuleExampleTests.Given)]))
            .Problems.Select(static problem => problem[..6]),
    ];
}
