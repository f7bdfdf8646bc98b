using RouteGen.IO;

namespace Runtime.Tests.IO;

public class BodyWordModelTests
{
    private const int OrdersMax = 3_000_000;
    private const int RandomOrders = 20_000;

    // Every order of steps (the letters: BodyWordModel).
    [Theory]
    [InlineData("rd")]
    [InlineData("fd")]
    [InlineData("rcd")]
    [InlineData("rhd")]
    [InlineData("rr")]
    [InlineData("rrc")]
    public void No_order_gives_the_input_to_two_or_reads_behind_a_drain(string actors)
    {
        var orders = Interleavings.RunAll(() => new BodyWordModel(actors).Actors(), OrdersMax);
        Assert.True(orders > 10, $"only {orders} orders");
    }

    [Theory]
    [InlineData("rrd")]
    [InlineData("rfd")]
    [InlineData("rrchd")]
    [InlineData("ffrrccd")]
    public void No_random_order_gives_the_input_to_two_or_reads_behind_a_drain(string actors) =>
        Interleavings.RunRandom(() => new BodyWordModel(actors).Actors(), RandomOrders, new Random(actors.Length));

    [Fact]
    public async Task Threads_that_read_and_one_that_drains_never_have_the_input_together()
    {
        for (var round = 0; round < 2000; round++)
        {
            var shared = new Shared();
            shared.Word.Reset(hasBody: true);
            var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(shared.Read)).ToArray();
            shared.Drain();
            await Task.WhenAll(readers);
            Assert.Equal(0, shared.Faults);
        }
    }

    private sealed class Shared
    {
        internal BodyWord Word;
        internal int Faults;
        private int _holders;
        private bool _isDrained;

        internal void Read()
        {
            while (!Word.IsClosed)
            {
                if (!Word.TryBeginRead()) continue;
                if (_isDrained || Interlocked.Increment(ref _holders) != 1) Faults++;
                Interlocked.Decrement(ref _holders);
                Word.EndRead();
            }
        }

        internal void Drain()
        {
            Thread.SpinWait(20);
            while (!Word.TryBeginDrain()) Thread.SpinWait(1);
            if (Interlocked.Increment(ref _holders) != 1) Faults++;
            _isDrained = true;
            Interlocked.Decrement(ref _holders);
            Word.EndDrain();
        }
    }
}
