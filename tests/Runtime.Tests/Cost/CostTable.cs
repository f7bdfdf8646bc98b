// Every function that reads or writes what a peer controls, and what it is fed. A new one gets a row here, in the part for its kind;
// CostGuardTests names what has none.
using System.Text;

namespace Runtime.Tests.Cost;

internal static partial class CostTable
{
    /// <summary>A few kilobytes: what stays in the cache at eight times the size, and is long enough for a square to show.</summary>
    private const int Few = 4 * 1024;

    internal static IReadOnlyList<CostRow> Rows { get; } =
    [
        .. Heads(), .. ResponseHeads(), .. Bodies(), .. Codings(), .. Multipart(), .. Forms(),
        .. Headers(), .. Written(), .. Cookies(), .. Jars(), .. Urls(), .. Paths(), .. Conditions(), .. Texts(), .. Edges(), .. Proxied(),
        .. Handled(), .. Kept(), .. Whole(), .. Hpack(),
    ];

    private static CostRow Row(string name, Func<int, Action> prepare, params Type[] covers) => new(name, Few, prepare, covers);

    private static CostRow Row(string name, int size, Func<int, Action> prepare, params Type[] covers) => new(name, size, prepare, covers);

    /// <summary>A text of at least so many characters.</summary>
    private static string Repeat(string part, int length) =>
        new StringBuilder().Insert(0, part, Math.Max(1, length / part.Length)).ToString();

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    private static void Finish(ValueTask task)
    {
        Assert.True(task.IsCompleted, "the call has not completed");
        task.GetAwaiter().GetResult();
    }

    private static T Finish<T>(ValueTask<T> task)
    {
        Assert.True(task.IsCompleted, "the call has not completed");
        return task.GetAwaiter().GetResult();
    }

    /// <summary>A call that refuses its input.</summary>
    private static void Refused(Action call)
    {
        try
        {
            call();
        }
        catch (FormatException)
        {
            return;
        }

        Assert.Fail("the input was not refused");
    }
}
