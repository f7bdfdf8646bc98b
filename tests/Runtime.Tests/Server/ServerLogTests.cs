using System.Text;
using RouteGen;

namespace Runtime.Tests.Serving;

public sealed class ServerLogTests
{
    // A full disk behind it, or no descriptor to open it with.
    [Fact]
    public void Standard_error_that_takes_nothing_costs_no_connection()
    {
        var usual = Console.Error;
        using var full = new FullWriter();
        Console.SetError(full);
        try
        {
            new Server().Log("A line that is lost.");
        }
        finally
        {
            Console.SetError(usual);
        }

        Assert.InRange(full.Lines, 1, int.MaxValue);
    }

    private sealed class FullWriter : TextWriter
    {
        internal int Lines { get; private set; }

        public override Encoding Encoding => Encoding.UTF8;

        public override void WriteLine(string? value)
        {
            Lines++;
            throw new IOException("No space left on device");
        }
    }
}
