using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using RouteGen.Routing;

namespace RouteGen.Tests;

/// <summary>Runs what was generated: compiled tables, held against the linear reader of the same entries.</summary>
public sealed class CompiledTableTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(50)]
    [InlineData(500)]
    [InlineData(5_000)]
    public void Random_sets_answer_as_the_linear_reader_does(int count)
    {
        for (var seed = 0; seed < (count <= 50 ? 8 : 1); seed++)
        {
            var sets = new PatternSets(seed + count);
            var patterns = sets.Patterns(count);

            // The linear reader sets the pace.
            var asked = patterns.Where((_, index) => index % Math.Max(1, count / 50) == 0);
            LinearComparison.AssertSame(GeneratedTable.Build(patterns), sets.Queries(asked));
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(40)]
    [InlineData(400)]
    public void Random_sets_with_methods_and_wildcards_answer_as_the_linear_reader_does(int count)
    {
        for (var seed = 0; seed < (count <= 50 ? 12 : 2); seed++)
        {
            var sets = new PatternSets(seed + count);
            var patterns = sets.NewPatterns(count);
            LinearComparison.AssertSame(GeneratedTable.Build(patterns), sets.Queries(patterns.Take(100)));
        }
    }

    [Fact]
    public void A_wildcard_and_a_prefix_beat_each_other_by_where_they_begin_to_be_general()
    {
        var table = GeneratedTable.Build(["/{a}/", "/x/", "/x/{b}/{c}", "/x/y/z/", "POST /x/q/z"]);

        Assert.Equal("/{a}/", Match(table, "", "/y/z").Pattern);
        Assert.Equal("/x/", Match(table, "", "/x/z").Pattern);
        Assert.Equal("/x/{b}/{c}", Match(table, "", "/x/z/z").Pattern);
        Assert.Equal("/x/y/z/", Match(table, "", "/x/y/z/z").Pattern);
        Assert.Equal("/x/{b}/{c}", Match(table, "", "/x/y/z").Pattern);
        Assert.Equal("/x/", Match(table, "", "/x/y/").Pattern);
        Assert.Equal("/x/{b}/{c}", Match(table, "", "/x/q/z").Pattern);
    }

    [Fact]
    public void Paths_of_every_length_answer_as_the_linear_reader_does()
    {
        var sets = new PatternSets(7);
        var patterns = PatternSets.LongPatterns().ToArray();
        LinearComparison.AssertSame(GeneratedTable.Build(patterns), sets.Queries(patterns));
        LinearComparison.AssertSame(GeneratedTable.Build(patterns.Append("/")), sets.Queries(patterns));
    }

    [Fact]
    public void A_prefix_at_every_length_is_found_at_every_length()
    {
        var patterns = Enumerable.Range(0, 140).Select(static length => "/" + string.Concat(Enumerable.Repeat("a/", length))).ToArray();
        var table = GeneratedTable.Build(patterns);
        for (var length = 0; length < 140; length++)
        {
            var match = default(RouteMatch);
            table.Match(new RouteQuery("GET"u8, default, Encoding.UTF8.GetBytes(patterns[length] + "b")), ref match);
            Assert.Equal(patterns[length], match.Entry!.Pattern);
        }
    }

    [Fact]
    public void The_host_goes_first_then_the_exact_path_then_the_longest_prefix()
    {
        var table = GeneratedTable.Build(["/", "/x", "/x/", "/x/y/", "h.test/", "h.test/x/", "h.test/only"]);

        Assert.Equal(("/x", true, null), Match(table, "", "/x"));
        Assert.Equal(("/x/y/", false, null), Match(table, "", "/x/y/z"));
        Assert.Equal(("/x/", false, "/x/y/"), Match(table, "", "/x/y"));
        Assert.Equal(("h.test/", true, null), Match(table, "h.test", "/x"));
        Assert.Equal(("h.test/x/", false, null), Match(table, "h.test", "/x/"));
        Assert.Equal(("h.test/only", true, null), Match(table, "h.test", "/only"));
        Assert.Equal(("/", false, null), Match(table, "other.test", "/only"));
        Assert.Equal(("/", false, null), Match(table, "H.test", "/only"));
    }

    [Fact]
    public void The_slash_form_is_the_hosts_before_nobodys()
    {
        var table = GeneratedTable.Build(["/x/", "/y/", "h.test/x/", "/z", "h.test/z/"]);

        Assert.Equal((null, false, "h.test/x/"), Match(table, "h.test", "/x"));
        Assert.Equal((null, false, "/x/"), Match(table, "", "/x"));
        Assert.Equal((null, false, "/y/"), Match(table, "h.test", "/y"));
        Assert.Equal(("/z", true, null), Match(table, "h.test", "/z"));
        Assert.Equal(("h.test/z/", false, null), Match(table, "h.test", "/z/"));
        Assert.Equal((null, false, null), Match(table, "", ""));
    }

    [Fact]
    public void A_match_starts_from_nothing()
    {
        var table = GeneratedTable.Build(["/x/"]);
        var match = new RouteMatch { Entry = table.Entries[0], HasExactForm = true, SlashForm = table.Entries[0] };
        table.Match(new RouteQuery("GET"u8, default, "/y"u8), ref match);
        Assert.Null(match.Entry);
        Assert.Null(match.SlashForm);
        Assert.False(match.HasExactForm);
    }

    [Fact]
    public void Matching_allocates_nothing()
    {
        var sets = new PatternSets(3);
        var patterns = sets.Patterns(300).Concat(PatternSets.LongPatterns())
            .Concat(["GET b.test/{x}/{y}", "POST b.test/{x}/", "PUT b.test/{x}/z/{rest...}"]).ToArray();
        var table = GeneratedTable.Build(patterns);
        var queries = sets.Queries(patterns.Take(200).Concat(patterns.TakeLast(3)))
            .Select(static query => (Host: Encoding.UTF8.GetBytes(query.Host), query.Path)).ToArray();
        var found = CountMatches(table, queries);

        // The least of a few rounds: code that the runtime compiles anew meanwhile may allocate on this thread, matching would in each of
        // them.
        var least = long.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var count = CountMatches(table, queries);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.StrictEqual(found, count);
        }

        Assert.InRange(least, 0, 100);
        Assert.InRange(found, 1, queries.Length);
    }

    [Fact]
    public void A_program_registers_its_table_when_it_starts_and_a_second_one_is_refused()
    {
        RuntimeHelpers.RunModuleConstructor(LoadWithRegistration("First"));

        var (_, pattern) = ServeMux.Default.Handler(new Request("GET", "http://example.com/of-First"));
        Assert.Equal("/of-First", pattern);
        var failure = Assert.Throws<TypeInitializationException>(
            static () => RuntimeHelpers.RunModuleConstructor(LoadWithRegistration("Second")));
        Assert.Contains("First", failure.InnerException!.Message, StringComparison.Ordinal);
        Assert.Contains("Second", failure.InnerException.Message, StringComparison.Ordinal);
    }

    private static ModuleHandle LoadWithRegistration(string name)
    {
        var source = $$"""
            static class Handlers
            {
                [RouteGen.HandleFunc("/of-{{name}}")] internal static void Serve(RouteGen.ResponseWriter w, RouteGen.Request r) { }
            }
            """;
        var run = GeneratorRunner.Run(GeneratorRunner.Compile([("Program.cs", source)]).WithAssemblyName(name));
        using var image = new MemoryStream();
        Assert.True(run.Compilation.Emit(image).Success);
        return Assembly.Load(image.ToArray()).ManifestModule.ModuleHandle;
    }

    private static int CountMatches(MatchTable table, (byte[] Host, byte[] Path)[] queries)
    {
        var count = 0;
        foreach (var (host, path) in queries)
        {
            var match = default(RouteMatch);
            table.Match(new RouteQuery("GET"u8, host, path), ref match);
            if (match.Entry is not null) count++;
        }

        return count;
    }

    private static (string? Pattern, bool HasExactForm, string? SlashForm) Match(MatchTable table, string host, string path)
    {
        var match = default(RouteMatch);
        table.Match(new RouteQuery("GET"u8, Encoding.UTF8.GetBytes(host), Encoding.UTF8.GetBytes(path)), ref match);
        return (match.Entry?.Pattern, match.HasExactForm, match.SlashForm?.Pattern);
    }
}
