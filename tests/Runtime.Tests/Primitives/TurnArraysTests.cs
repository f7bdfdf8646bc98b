using RouteGen.Primitives;
using Xunit;

namespace Runtime.Tests.Primitives;

public class TurnArraysTests
{
    [Fact]
    public void A_thread_gets_back_what_it_gave_back() => OnNewThread(() =>
    {
        var input = TurnArrays.RentInput();
        var output = TurnArrays.RentOutput();
        Assert.Equal(TurnArrays.InputBytes, input.Length);
        Assert.Equal(TurnArrays.OutputBytes, output.Length);
        TurnArrays.ReturnInput(input);
        TurnArrays.ReturnOutput(output);
        Assert.Same(input, TurnArrays.RentInput());
        Assert.Same(output, TurnArrays.RentOutput());
    });

    [Fact]
    public void What_is_rented_twice_is_two_arrays() => OnNewThread(() =>
    {
        var first = TurnArrays.RentInput();
        var second = TurnArrays.RentInput();
        Assert.NotSame(first, second);
        TurnArrays.ReturnInput(first);
        TurnArrays.ReturnInput(second);
        Assert.NotSame(TurnArrays.RentInput(), TurnArrays.RentInput());
    });

    // An array that has grown, or shrunk to what a slow head needs, goes to the shared pool: the thread keeps none of another size.
    [Theory]
    [InlineData(1024)]
    [InlineData(65_536)]
    public void An_array_of_another_size_is_not_kept(int size) => OnNewThread(() =>
    {
        TurnArrays.ReturnInput(System.Buffers.ArrayPool<byte>.Shared.Rent(size));
        TurnArrays.ReturnOutput(System.Buffers.ArrayPool<byte>.Shared.Rent(size));
        Assert.Equal(TurnArrays.InputBytes, TurnArrays.RentInput().Length);
        Assert.Equal(TurnArrays.OutputBytes, TurnArrays.RentOutput().Length);
    });

    private static void OnNewThread(Action body)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(body));
        thread.Start();
        thread.Join();
        if (failure is not null) throw failure;
    }
}
