using RouteGen.IO;

namespace Runtime.Tests.IO;

public class TwoWordsModelTests
{
    private const int OrdersMax = 6_000_000;
    private const int RandomOrders = 20_000;

    // Every order of steps. A letter is a request: q returns, w waits with its thread and hands the lead over, s suspends and is completed
    // by another thread. The monitor may take any of them over.
    [Theory]
    [InlineData("q", 1)]
    [InlineData("w", 1)]
    [InlineData("s", 1)]
    [InlineData("qq", 0)]
    [InlineData("ss", 0)]
    [InlineData("qw", 0)]
    [InlineData("sq", 0)]
    public void No_order_loses_or_doubles_a_request_or_an_answer(string requests, int takeOvers)
    {
        var orders = Interleavings.RunAll(() => new TwoWordsModel(requests, takeOvers).Actors(), OrdersMax);
        Assert.True(orders > 10, $"only {orders} orders");
    }

    // More of everything at once than every order can be had of.
    [Theory]
    [InlineData("ww", 0)]
    [InlineData("qqq", 2)]
    [InlineData("qws", 1)]
    [InlineData("swq", 2)]
    [InlineData("wwss", 2)]
    [InlineData("ssqw", 3)]
    [InlineData("qsqwqs", 3)]
    public void No_random_order_loses_or_doubles_a_request_or_an_answer(string requests, int takeOvers) =>
        Interleavings.RunRandom(
            () => new TwoWordsModel(requests, takeOvers).Actors(), RandomOrders, new Random(requests.Length + takeOvers));
}
