using System.Text.RegularExpressions;

namespace Runtime.Tests.House;

/// <summary>
/// Entries of the log begin with a constant sentence: it is what they are limited by, and nothing of a peer may stand in it.
/// </summary>
public sealed partial class LogTests
{
    // Told by the back ends and by a server about itself: nothing in them is a peer's.
    private static readonly string[] s_known =
    [
        "The server has {MaxConns} connections",
        "Shutdown took too long; {ConnCount} connections",
        "Accepting failed",
        "A connection was closed, because its driver could not be created",
    ];

    [Fact]
    public void The_event_of_a_log_entry_is_a_constant()
    {
        var calls = new List<string>();
        var bad = new List<string>();
        foreach (var file in Repository.Files("src/Runtime", ".cs"))
        {
            foreach (Match call in Call().Matches(Repository.Read(file)))
            {
                calls.Add(call.Value);
                if (call.Groups[1].Value == "$\""
                    && !Array.Exists(s_known, known => call.Groups[2].Value.Contains(known, StringComparison.Ordinal)))
                    bad.Add($"{file}: {call.Value}");
            }
        }

        Assert.InRange(calls.Count, 10, 100);
        Assert.Equal([], bad);
    }

    [GeneratedRegex("""\b(?:Log|LogOf|Logger\.Write)\(\s*(?:received,\s*)?(\$?")([^\n]*)""")]
    private static partial Regex Call();
}
