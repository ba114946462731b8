(function(){
var form=document.getElementById("mG61Hd"),faults=document.getElementById("faults");
if(faults)faults.focus();
document.querySelectorAll("[data-unselect]").forEach(function(button){
var radios=[].slice.call(document.getElementsByName("entry."+button.dataset.unselect));
function show(){button.hidden=!radios.some(function(radio){return radio.checked})}
radios.forEach(function(radio){radio.addEventListener("change",show)});
button.addEventListener("click",function(){radios.forEach(function(radio){radio.checked=false});show();radios[0].focus()});
show();
});
document.querySelectorAll("[name$='.other_option_response']").forEach(function(text){
text.addEventListener("input",function(){if(text.value)text.parentNode.querySelector("input").checked=true});
});
var sent=false;
form.addEventListener("submit",function(event){if(sent)event.preventDefault();sent=true});
window.addEventListener("pageshow",function(){sent=false});
})();
